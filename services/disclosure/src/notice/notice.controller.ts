import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transaction } from '@one-card/database';
import { Acting, type Actor, Command, Public, Tx } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import { NoticePage, NoticeQuery, NoticeView, PostNotice, ShownPage, ShownQuery, VillageSums } from './notice.dto';
import { NoticePages } from './notice.pages';
import { NoticeService } from './notice.service';

@ApiTags('notices 公示')
@Controller('notices')
export class NoticeController {
  constructor(
    private readonly notices: NoticeService,
    private readonly pages: NoticePages,
  ) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'Notices, the newest first' })
  @ZodResponse({ status: 200, type: NoticePage })
  list(@Query() query: NoticeQuery) {
    return this.pages.list(query);
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'One notice' })
  @ZodResponse({ status: 200, type: NoticeView })
  one(@Param('id', ParseUUIDPipe) id: string) {
    return this.pages.view(id);
  }

  @Get(':id/lines')
  @Public()
  @ApiOperation({ summary: "The list as the web may show it, under the policy's publicity" })
  @ZodResponse({ status: 200, type: ShownPage })
  web(@Param('id', ParseUUIDPipe) id: string, @Query() query: ShownQuery) {
    return this.pages.web(id, query);
  }

  @Get(':id/villages')
  @Public()
  @ApiOperation({ summary: 'The villages of the list, where the web may show its lines' })
  @ZodResponse({ status: 200, type: VillageSums })
  villages(@Param('id', ParseUUIDPipe) id: string) {
    return this.pages.villages(id);
  }

  @Get(':id/board')
  @ApiOperation({
    summary: 'The list as the village board shows it (village-agent, township posts, publisher, publicity-inspector, supervisor, department)',
  })
  @ZodResponse({ status: 200, type: ShownPage })
  board(@Param('id', ParseUUIDPipe) id: string, @Query() query: ShownQuery, @Acting() actor: Actor) {
    return this.pages.board(id, query, actor);
  }

  @Post(':id/post')
  @Command()
  @ApiOperation({ summary: 'It hangs: the window begins (township-clerk, village-agent of all its villages, publisher)' })
  @ZodResponse({ status: 201, type: NoticeView })
  async post(@Param('id', ParseUUIDPipe) id: string, @Body() what: PostNotice, @Acting() actor: Actor, @Tx() tx: Transaction) {
    await this.notices.post(id, what, actor, tx);
    return this.pages.view(id, tx);
  }
}
