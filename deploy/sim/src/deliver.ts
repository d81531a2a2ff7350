import type { Deliver } from './member';

/** As the reader of production does: several in one transaction, and one by one when that fails. */
export const properDeliver: Deliver = async (delivery, messages) => {
  if (messages.length > 1 && (await delivery.deliverTogether(messages)) !== undefined) return messages.length;
  const [first] = messages;
  if (first === undefined) return 0;
  await delivery.deliver(first);
  return 1;
};
