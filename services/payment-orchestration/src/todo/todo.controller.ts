import { Controller, Get } from '@nestjs/common';
import { todoItem } from '@one-card/contracts';
import { Acting, type Actor } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { TodoService } from './todo.service';

class TodoItemDto extends createZodDto(todoItem) {}

@Controller('todo')
export class TodoController {
  constructor(private readonly todo: TodoService) {}

  /** What waits for whoever asks, by the posts they hold; the most urgent first. */
  @Get()
  @ZodResponse({ status: 200, type: [TodoItemDto] })
  mine(@Acting() actor: Actor) {
    return this.todo.of(actor);
  }
}
