import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { ZodValidationPipe } from 'nestjs-zod';
import { z } from 'zod';
import { currentLanguage, say, type Text } from './language';

const locales = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError };

const missing: Text = { zh: '缺少此项', en: 'This is missing' };

/** zod's own sentences follow the language of the request; sentences that a schema gives stand as they are. */
z.config({
  localeError: (issue) => (issue.code === 'invalid_type' && issue.input === undefined ? say(missing) : locales[currentLanguage()](issue)),
});

/** Validates what is declared by a zod DTO; leaves everything else alone. */
@Injectable()
export class ValidationPipe implements PipeTransform {
  private readonly zod = new ZodValidationPipe();

  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    return metadata.type === 'custom' ? value : this.zod.transform(value, metadata);
  }
}
