import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { todoItem } from '@one-card/contracts';
import { Acting, type Actor } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { TodoService } from './todo.service';

class TodoItemDto extends createZodDto(todoItem) {}

@ApiTags('todo')
@Controller('todo')
export class TodoController {
  constructor(private readonly todo: TodoService) {}

  @Get()
  @ApiOperation({ summary: 'Notices to post and objections to decide of whoever asks; the most urgent first' })
  @ZodResponse({ status: 200, type: [TodoItemDto] })
  mine(@Acting() actor: Actor) {
    return this.todo.of(actor);
  }
}
