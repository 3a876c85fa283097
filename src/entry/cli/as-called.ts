/** Our messages say `"selfheal up"`; a person who calls us by a path reads the command as it can be typed here. */
export const asCalled = (text: string, self: string): string => text.replace(/"selfheal (?=[a-z])/g, () => `"${self} `);
