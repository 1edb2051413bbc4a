import { decodeHtmlEntities } from '@web-scrobbler/metadata-filter';

/** One spelling for quotes, dashes, brackets and spaces; file endings and markup gone. */
export const tidy = (title: string): string => {
  let text = title.includes('&') ? decodeHtmlEntities(title) : title;
  if (!ascii.test(text)) text = plainSigns(text);
  text = text.replace(fileEnding, '');
  if (text.includes('{')) text = text.replaceAll('{', '(').replaceAll('}', ')');
  if (text.includes('*')) text = text.replace(/(?<=\S)\s*\*+\s?[\p{L}\p{N}]+\s?\*+\s*$/u, '');
  return text.replace(/\s+/gu, ' ').trim();
};

const ascii = /^[\x20-\x7e]*$/;
const fileEnding = /\.(?:mp3|flac|wav|m4a|ogg|opus|aac|wma|avi|wmv|mpe?g|flv|mp4|mkv|webm|mov)\s*$/iu;

const plainSigns = (title: string): string => {
  let text = title.normalize('NFC').replace(/[\u2018\u2019\u201b\u2032\uff07]/gu, "'");
  text = text.replace(/[\u201c\u201d\u201e\u2033]/gu, '"').replace(/[\u2010-\u2015\u2212\uff0d]/gu, '-');
  text = text.replace(/[\u301c\uff5e\u223c]/gu, '~').replace(/[｜│]/gu, '|');
  text = text.replace(/[【〔［「『〈《]/gu, '[').replace(/[】〕］」』〉》]/gu, ']');
  return text.replace(/[（｛]/gu, '(').replace(/[）｝]/gu, ')');
};
