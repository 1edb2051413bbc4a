import stringWidth from 'string-width';
import type { Check, DoctorReport } from '../../operations/doctor.ts';
import { cleanText, formatAmount } from '../format.ts';
import type { Ui } from './ui.ts';
import { wrapText } from './wrap-text.ts';

const signs = { ok: '✓', warn: '!', fail: '✗' } as const;
const tones = { ok: 'good', warn: 'warn', fail: 'bad' } as const;

/** One line per check, with the advice below where something is to be done. */
export const renderDoctor = (ui: Ui, { checks }: DoctorReport): string => {
  const nameWidth = Math.max(...checks.map((check) => stringWidth(check.name)));
  const failures = checks.filter((check) => check.state === 'fail').length;
  const warnings = checks.filter((check) => check.state === 'warn').length;
  const verdict =
    failures + warnings === 0
      ? ui.paint('good', 'All is well.')
      : `${ui.paint(failures > 0 ? 'bad' : 'good', formatAmount(failures, 'failure'))}, ${formatAmount(warnings, 'warning')}.`;
  return [...checks.map((check) => renderCheck(ui, check, nameWidth)), '', verdict].join('\n');
};

const renderCheck = (ui: Ui, check: Check, nameWidth: number): string => {
  const indent = nameWidth + 4;
  const found = wrapText(cleanText(check.found), ui.width - indent);
  const advice = check.advice === undefined ? [] : wrapText(`→ ${cleanText(check.advice)}`, ui.width - indent);
  const lines = [...found, ...advice.map((line) => ui.paint('soft', line))].map((line) => ' '.repeat(indent) + line);
  const head = `${ui.paint(tones[check.state], signs[check.state])} ${check.name.padEnd(nameWidth)}  `;
  return head + lines.join('\n').slice(indent);
};
