import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import { Found, SearchQuery, Summary, SummaryQuery } from './home.dto';
import { HomePages } from './home.pages';

@ApiTags('home 首页')
@Controller()
@Public()
export class HomeController {
  constructor(private readonly pages: HomePages) {}

  @Get('summary')
  @ApiOperation({ summary: 'What is paid in the county in a year: sums, people, policies' })
  @ZodResponse({ status: 200, type: Summary })
  summary(@Query() { year }: SummaryQuery) {
    return this.pages.summary(year);
  }

  @Get('search')
  @ApiOperation({ summary: 'Policies, townships and villages, and notices by their names; never people' })
  @ZodResponse({ status: 200, type: Found })
  search(@Query() { text }: SearchQuery) {
    return this.pages.search(text);
  }
}
