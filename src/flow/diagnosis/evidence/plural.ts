/** `1 other change`, `3 other changes`, `50 or more other changes`. */
export const plural = (count: number, noun: string, more = ''): string => `${count}${more} ${noun}${count === 1 && more === '' ? '' : 's'}`;
