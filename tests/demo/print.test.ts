import { describe, expect, test } from '@jest/globals';
import type { BrokerStandIn } from '../../src/demo/broker.ts';
import { printEntities } from '../../src/demo/print.ts';
import type { Ui } from '../../src/entrypoints/cli/ui.ts';

const components = { all: { platform: 'button', name: 'Regenerate all', default_entity_id: 'button.all' } };
const broker = {
  retained: new Map([['homeassistant/device/harmoniq/config', JSON.stringify({ components })]]),
} as unknown as BrokerStandIn;

const listen = () => {
  const lines: string[] = [];
  const ui = { paint: (_tone: string, text: string) => text, note: (text: string) => void lines.push(text) } as Ui;
  return { lines, ui };
};

describe('what the demo tells of Home Assistant', () => {
  test('the entities that were announced', async () => {
    const { lines, ui } = listen();
    await printEntities(ui, broker, new AbortController().signal, 0);
    expect(lines).toEqual(['In Home Assistant, by MQTT: one device with 1 entity', '  button.all  Regenerate all']);
  });

  test('nothing to somebody who has pressed Ctrl-C meanwhile', async () => {
    const { lines, ui } = listen();
    await printEntities(ui, broker, AbortSignal.abort());
    expect(lines).toEqual([]);
  });
});
