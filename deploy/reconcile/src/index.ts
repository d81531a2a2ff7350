export { type Books, booksOf, type Other } from './books';
export { type Difference, reconcile, type Reconciliation } from './reconcile';
