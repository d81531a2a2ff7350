import { disclosureApi, pageOf } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';

export class NoticeView extends createZodDto(disclosureApi.noticeView) {}
export class NoticePage extends createZodDto(pageOf(disclosureApi.noticeView)) {}
export class NoticeQuery extends createZodDto(disclosureApi.noticeQuery) {}
export class PostNotice extends createZodDto(disclosureApi.postNotice) {}
export class ShownPage extends createZodDto(disclosureApi.shownPage) {}
export class ShownQuery extends createZodDto(disclosureApi.shownQuery) {}
export class VillageSums extends createZodDto(disclosureApi.villageSums) {}
