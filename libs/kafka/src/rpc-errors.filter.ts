import { Catch, type RpcExceptionFilter } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';

/** Nest turns what a consumer throws into `{ status: 'error' }`, and the fault would pass for success: this hands it on as it is. */
@Catch()
export class RpcErrorsFilter implements RpcExceptionFilter<unknown> {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
