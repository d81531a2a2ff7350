import { pageOf, policyCatalogApi } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';

export class OpenProject extends createZodDto(policyCatalogApi.openProject) {}
export class ProjectView extends createZodDto(policyCatalogApi.projectView) {}
export class ProjectPage extends createZodDto(pageOf(policyCatalogApi.projectView)) {}
export class ProjectQuery extends createZodDto(policyCatalogApi.projectQuery) {}
