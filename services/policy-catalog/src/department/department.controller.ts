import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { policyCatalogApi } from '@one-card/contracts';
import { Public } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { DepartmentService } from './department.service';

class Departments extends createZodDto(z.array(policyCatalogApi.departmentView)) {}

@ApiTags('departments 主管部门')
@Controller('departments')
export class DepartmentController {
  constructor(private readonly departments: DepartmentService) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'Departments and how many policies each answers for' })
  @ZodResponse({ status: 200, type: Departments })
  list() {
    return this.departments.list();
  }
}
