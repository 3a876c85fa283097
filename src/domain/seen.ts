/** Characters that show nothing or turn the direction of text, but for line ends and tabs: with them a name says something else than it shows. */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A text in which nothing hides: what would not show stands there as its escape, `\u202e`. */
export const seen = (text: string): string => text.replace(unseen, (hidden) => `\\u${hidden.charCodeAt(0).toString(16).padStart(4, '0')}`);
