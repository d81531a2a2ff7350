/** Identity, card, account and phone numbers are runs of 11 to 19 digits (an identity number may end in X). */
const numbers = /(?<![\dA-Za-z-])\d{10,18}[\dXx](?![\dA-Za-z])/g;

/** The last net: texts of errors may quote what they stumbled over. */
export function scrub(text: string): string {
  return text.replace(numbers, (digits) => `${digits.slice(0, 2)}…(${digits.length} digits)`);
}

/** What an error says without what it quotes: JSON.parse quotes the text, and PostgreSQL's data exceptions (class 22) the value, that was wrong. */
export function sayingOf(error: Error): string {
  if (error.name === 'SyntaxError') return 'text that cannot be parsed';
  const quotes = 'code' in error && /^22/.test(String(error.code));
  return scrub(quotes ? error.message.replace(/"[^]*"/, '"…"') : error.message);
}
