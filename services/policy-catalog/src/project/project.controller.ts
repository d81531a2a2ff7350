import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transaction } from '@one-card/database';
import { Acting, type Actor, Command, Tx } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import { OpenProject, ProjectPage, ProjectQuery, ProjectView } from './project.dto';
import { ProjectService } from './project.service';

@ApiTags('projects 发放项目')
@Controller('projects')
export class ProjectController {
  constructor(private readonly projects: ProjectService) {}

  @Post()
  @Command()
  @ApiOperation({ summary: "Open a project (department-clerk of the policy's department)" })
  @ZodResponse({ status: 201, type: ProjectView })
  open(@Body() order: OpenProject, @Acting() actor: Actor, @Tx() tx: Transaction) {
    return this.projects.open(order, actor, tx);
  }

  @Get()
  @ApiOperation({ summary: 'Projects: all for finance and supervision, their own for departments and townships' })
  @ZodResponse({ status: 200, type: ProjectPage })
  list(@Query() query: ProjectQuery, @Acting() actor: Actor) {
    return this.projects.list(query, actor);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A project with its chain and rate' })
  @ZodResponse({ status: 200, type: ProjectView })
  one(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor) {
    return this.projects.one(id, actor);
  }
}
