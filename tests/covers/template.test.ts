import { beforeAll, describe, expect, test } from '@jest/globals';
import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { defaultWindows } from '../../src/core/flow/default-windows.ts';
import { livelinessOf } from '../../src/core/flow/moods.ts';
import type { CoverFacts } from '../../src/covers/cover.ts';
import { fontFamily, fontPaths, loadFonts, type Fonts } from '../../src/covers/fonts.ts';
import { ownPalette } from '../../src/covers/own-palette.ts';
import { paletteAt } from '../../src/covers/palette.ts';
import { isRightToLeft, toReadable } from '../../src/covers/readable.ts';
import { renderCover } from '../../src/covers/template.ts';
import { anyCodePoints } from '../fakes/any-code-points.ts';

const fontOptions = { loadSystemFonts: false, fontFiles: [...fontPaths], defaultFontFamily: fontFamily };
let fonts: Fonts;
beforeAll(async () => {
  fonts = await loadFonts();
});
const read = (text: string): string => toReadable(text, (codePoint) => fonts.has(codePoint));
const facts: CoverFacts = {
  playlistName: 'Flow',
  windowName: 'Day',
  hours: '11:00 – 17:00',
  theme: 'Rock',
  minuteOfDay: 0,
};

const names: readonly (readonly [string, Partial<CoverFacts>])[] = [
  ['a usual name', {}],
  [
    'a whole sentence',
    { windowName: 'A window named with a whole sentence that never seems to come to an end, really not' },
  ],
  ['a word without an end', { windowName: 'W'.repeat(500), playlistName: 'i'.repeat(5_000), theme: 'M'.repeat(5_000) }],
  ['Japanese', { playlistName: '毎日のフロー', windowName: '夜のジャズ' }],
  ['Arabic beside Latin', { playlistName: 'التدفق اليومي', windowName: 'موسيقى Jazz المساء' }],
  ['nothing but emoji', { playlistName: '🎧', windowName: '🌙✨', theme: '💤', hours: undefined }],
  ['nothing at all', { playlistName: '', windowName: '', theme: '', hours: undefined }],
  ['markup', { windowName: `</text><script>alert('1')</script>`, theme: '&#0;&amp;"]]><!--' }],
  ['control characters and overrides', { windowName: 'a\u0000\u0007\u202eb\ud800\ufffe\u2028c' }],
  ['marks upon marks', { windowName: `Z${'\u0301\u0489'.repeat(200)}algo` }],
  ['no time of day', { minuteOfDay: Number.NaN }],
  ['a calm scene of its own', { minuteOfDay: undefined, hours: undefined, liveliness: 0.1 }],
  ['a scene of its own', { minuteOfDay: undefined, hours: undefined }],
  ['a lively scene of its own', { minuteOfDay: undefined, hours: undefined, liveliness: 1 }],
  ['liveliness that is none', { minuteOfDay: undefined, liveliness: Number.NaN }],
];

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Texts as people and attackers write them: markup, marks, controls, every script. */
const anyText = fc.oneof(
  anyCodePoints({ maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))).map((parts) => parts.join('')),
  fc
    .array(
      fc.constantFrom(
        '<',
        '>',
        '&',
        '"',
        "'",
        ']]>',
        '</text>',
        '&#0;',
        '<!--',
        '\u202e',
        '\u2067',
        ' ',
        'a',
        'م',
        'ท',
        '\u0301',
      ),
    )
    .map((parts) => parts.join('')),
);

describe('the template', () => {
  test.each(names)('with %s becomes a PNG of 1000 × 1000 that is light enough to send around', (_title, part) => {
    const png = new Resvg(renderCover({ ...facts, ...part }, fonts), { font: fontOptions }).render().asPng();
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1000, 1000]);
    expect(png.length).toBeLessThan(200_000);
  });

  test('stays well-formed and within the picture whatever the texts are', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, maybe(anyText), maybe(fc.double()), maybe(fc.double()), (...given) => {
        const [playlistName, windowName, theme, hours, minuteOfDay, liveliness] = given;
        const svg = renderCover({ playlistName, windowName, theme, hours, minuteOfDay, liveliness }, fonts);
        const box = new Resvg(svg, { font: { loadSystemFonts: false } });
        expect([box.width, box.height]).toEqual([1000, 1000]);
        const shown = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)];
        expect(shown).toHaveLength([...svg.matchAll(/<text\b/g)].length);
        expect(shown.length).toBeLessThanOrEqual(7);
        // Nothing but what the template itself writes: no element, no entity, no override that a text brought along.
        expect(svg.replace(/<\/?(svg|g|text|rect|circle|path|stop|linearGradient)\b[^<>]*>/g, '')).not.toMatch(/[<>]/);
        expect(shown.map(([, text]) => text?.replace(/&#\d+;/g, '')).join('')).not.toMatch(/&|[\p{Cc}\u202a-\u202e]/u);
        for (const [element] of shown) {
          expect(Number(/ y="(\d+)"/.exec(element)?.[1])).toBeGreaterThan(40);
          expect(Number(/ y="(\d+)"/.exec(element)?.[1])).toBeLessThan(1000);
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each<[string, CoverFacts]>([
    [
      'wide letters',
      { ...facts, windowName: 'WWWW MMMM WWWWW @@@@@', theme: 'MWMWMW '.repeat(30), playlistName: 'W'.repeat(99) },
    ],
    ['a long German word', { ...facts, windowName: 'Donaudampfschifffahrtsgesellschaftskapitänsmützen' }],
    ['Cyrillic', { ...facts, windowName: 'Медленный субботний вечер на кухне' }],
    ['Greek', { ...facts, windowName: 'Ήσυχο απόγευμα στη βεράντα' }],
    ['Arabic', { ...facts, windowName: 'موسيقى المساء الهادئة للقراءة والعمل' }],
    ['Thai', { ...facts, windowName: 'ดนตรียามเย็นน้ำใสสำหรับอ่านหนังสือทุกวัน' }],
  ])('keeps %s between the margins', (_title, part) => {
    const svg = renderCover(part, fonts);
    const texts = svg.slice(svg.indexOf('<g font-family'), svg.lastIndexOf('</svg>'));
    const alone = `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="1000">${texts}</svg>`;
    const box = new Resvg(alone, { font: fontOptions }).getBBox();
    expect(box?.x).toBeGreaterThanOrEqual(60);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(940);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(975);
  });

  test('writes what is read from the right from the right edge, and what is read from the left from the left', () => {
    const right = renderCover({ ...facts, windowName: 'ערב שקט' }, fonts);
    expect(right).toMatch(/<text x="924" text-anchor="end"[^>]*>\u2067ערב שקט\u2069</);
    expect(right).toMatch(/<text x="924" text-anchor="end"[^>]*>11:00 – 17:00</);
    expect(renderCover(facts, fonts)).toMatch(/<text x="76" [^>]*>Day</);
  });

  test('writes no separator at the end of a line', () => {
    const svg = renderCover(
      { ...facts, theme: 'Celebratory · Fun · Rowdy · Boisterous · Exuberant · Euphoric' },
      fonts,
    );
    expect(svg).toMatch(/>Celebratory · Fun · Rowdy</);
    expect(svg).not.toMatch(/·\s*<|>\s*·/);
  });

  test('shortens what is too long with an ellipsis', () => {
    const svg = renderCover({ ...facts, windowName: 'Long words again and again '.repeat(9) }, fonts);
    expect(svg).toMatch(/…<\/text>/);
  });

  test('names the picture after the playlist, or after Harmoniq, when the window has no name that can be written', () => {
    const named = renderCover({ ...facts, windowName: '🎉' }, fonts);
    expect(named).toMatch(/font-weight="800">Flow</);
    expect(named.match(/>Flow</g)).toHaveLength(1);
    expect(renderCover({ ...facts, windowName: '🎉', playlistName: '' }, fonts)).toMatch(/font-weight="800">Harmoniq</);
  });
});

describe('a window without times', () => {
  const own = (windowName: string, liveliness: number | undefined, theme = 'Rock'): string =>
    renderCover({ ...facts, windowName, liveliness, theme, hours: undefined, minuteOfDay: undefined }, fonts);
  const withoutTexts = (svg: string): string => svg.replace(/<g font-family.*/s, '');

  test('has a scene that hangs on its name and on how lively it is, and on nothing else', () => {
    const scene = withoutTexts(own('Party', 0.85));
    expect(withoutTexts(own('Party', 0.85, 'Jazz'))).toBe(scene);
    expect(withoutTexts(own('Sport', 0.85))).not.toBe(scene);
    expect(withoutTexts(own('Party', 0.4))).not.toBe(scene);
    expect(withoutTexts(own('Party', undefined))).toBe(withoutTexts(own('Party', 0.5)));
  });

  test.each([
    ['rings when it is calm', 0.2, / stroke-width=/],
    ['floating lights in between', 0.55, /r="[4-7]\d(\.\d+)?" opacity="0\.[123]/],
    ['the beams of a stage when it is lively', 0.9, /<path d="M\S+ \d+L[^"]*Z" opacity=/],
  ])('has %s, and no sun, moon or stars', (_title, liveliness, form) => {
    const svg = withoutTexts(own('Name', liveliness));
    expect(svg).toMatch(form);
    expect(svg).not.toBe(withoutTexts(renderCover({ ...facts, windowName: 'Name' }, fonts)));
  });

  const average = (svg: string): readonly number[] => {
    const { pixels } = new Resvg(svg, { font: fontOptions, fitTo: { mode: 'width', value: 16 } }).render();
    const sum = [0, 0, 0];
    for (let at = 0; at < pixels.length; at += 4)
      for (const part of [0, 1, 2]) sum[part] = (sum[part] ?? 0) + (pixels[at + part] ?? 0);
    return sum.map((value) => value / (pixels.length / 4));
  };
  const distance = (one: readonly number[], other: readonly number[]): number =>
    Math.hypot(...one.map((value, at) => value - (other[at] ?? 0)));

  test('is told from another at a glance: Party is warmer than Focus', () => {
    const picture = (name: string): readonly number[] => {
      const window = defaultWindows.find((one) => one.name === name);
      return average(own(name, window === undefined ? undefined : livelinessOf(window)));
    };
    const [party, focus] = [picture('Party'), picture('Focus')];
    expect(distance(party, focus)).toBeGreaterThan(40);
    expect((party[0] ?? 0) - (party[2] ?? 0)).toBeGreaterThan((focus[0] ?? 0) - (focus[2] ?? 0) + 40);
  });
});

describe('a readable text', () => {
  test.each([
    ['Evening Jazz', 'Evening Jazz'],
    ['  two \n lines\t', 'two lines'],
    ['🎧 My Flow 🔥', 'My Flow'],
    ['👩‍🚀🇩🇪 Space', 'Space'],
    ['a\u202eb\u2066c\u200fd', 'abcd'],
    ['\ud800broken\udc00', 'broken'],
    ['Ⅷ ＦＵＬＬ ㎏', 'VIII FULL kg'],
    ['東京', 'DongJing'],
    ['서울', 'SeoUl'],
    ['Ežeňské Ночь Νύχτα Đêm', 'Ežeňské Ночь Νύχτα Đêm'],
    ['e\u0301te\u0301', 'été'],
    ['น้ำ', 'น\u0e4d\u0e49า'],
    ['\ue000\uf8ff', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test('holds nothing that a font lacks, so that no box is drawn', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const readable = read(text);
        expect([...readable].filter((sign) => !fonts.has(sign.codePointAt(0) as number))).toEqual([]);
        expect(readable).not.toMatch(/\p{M}{4}|^\s|\s$|\s\s/u);
      }),
    );
  });

  test.each([
    ['Jazz', false],
    ['123 – 456', false],
    ['موسيقى Jazz', true],
    ['Jazz موسيقى', false],
    ['«שלום»', true],
    ['', false],
  ])('%j begins at the right: %s', (text, expected) => {
    expect(isRightToLeft(text)).toBe(expected);
  });
});

describe('the widths that lines are fitted by', () => {
  test.each(['Evening Jazz', 'AVATAR To Ty', 'WWW iii', 'Вечерний джаз', 'Ήσυχο απόγευμα', 'موسيقى المساء', 'ערב שקט'])(
    'are those of the renderer for %s, or a little more',
    (text) => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="300"><text x="100" y="150" font-family="Manrope" font-weight="800" font-size="100">${text}</text></svg>`;
      const drawn = new Resvg(svg, { font: fontOptions }).getBBox()?.width ?? 0;
      const counted = fonts.widthOf(text, 'strong') * 100;
      expect(counted).toBeGreaterThan(drawn * 0.98);
      expect(counted).toBeLessThan(drawn * 1.6);
    },
  );
});

describe('the colours', () => {
  const brightness = (hex: string): number => {
    const value = Number.parseInt(hex.slice(1), 16);
    const [red, green, blue] = [value >> 16, (value >> 8) & 255, value & 255].map((part) =>
      part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    ) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrastToWhite = (hex: string): number => 1.05 / (brightness(hex) + 0.05);
  const moments = Array.from({ length: 288 }, (_, index) => index * 5);

  test('let white text be read at any minute: 3 to 1 for small, more for the name (WCAG, large text)', () => {
    for (const minute of moments) {
      for (const shift of [-16, 0, 16]) {
        const { zenith, hills } = paletteAt(minute, shift);
        expect(contrastToWhite(zenith)).toBeGreaterThan(3);
        expect(
          hills
            .slice(1)
            .map(contrastToWhite)
            .every((contrast) => contrast > 3),
        ).toBe(true);
        expect(contrastToWhite(hills[3] as string)).toBeGreaterThan(7);
      }
    }
  });

  test('let white text be read on any scene of its own', () => {
    for (let liveliness = 0; liveliness <= 1; liveliness += 0.05) {
      for (let own = 0; own <= 1; own += 0.05) {
        const { zenith, hills } = ownPalette(liveliness, own);
        expect(contrastToWhite(zenith)).toBeGreaterThan(7);
        expect(hills.slice(1).every((hill) => contrastToWhite(hill) > 4)).toBe(true);
        expect(contrastToWhite(hills[3] as string)).toBeGreaterThan(10);
      }
    }
  });

  test('move steadily through the day, over midnight too', () => {
    for (const minute of moments) {
      const now = brightness(paletteAt(minute, 0).sky);
      const soon = brightness(paletteAt((minute + 5) % 1440, 0).sky);
      expect(Math.abs(now - soon)).toBeLessThan(0.05);
    }
  });

  test('are dark at night and bright by day', () => {
    const at = (hour: number): number => brightness(paletteAt(hour * 60, 0).sky);
    expect(Math.max(at(0), at(3), at(23))).toBeLessThan(0.05);
    expect(Math.min(at(10), at(12), at(14))).toBeGreaterThan(0.3);
  });
});
