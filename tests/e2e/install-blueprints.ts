import { appendFileSync, cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RealHomeAssistant } from './real-home-assistant.ts';
import { until } from './real-home-assistant.ts';

const shipped = fileURLToPath(new URL('../../harmoniq/blueprints/automation/harmoniq', import.meta.url));

/** What a house has beside Harmoniq: helpers, and a speaker that writes down what it is told to play. */
const houseYaml = `
input_text:
  played: {name: Played, max: 255}
input_datetime:
  alarm: {name: Alarm, has_date: true, has_time: true}
media_player:
  - platform: universal
    name: Kitchen speaker
    commands:
      play_media:
        action: input_text.set_value
        target: {entity_id: input_text.played}
        data: {value: "{{ media_content_type }} {{ media_content_id }}"}
`;

/** Puts the blueprints where Home Assistant looks for them, furnishes the house, and starts it again. */
export const installBlueprints = async (home: RealHomeAssistant): Promise<void> => {
  const folder = join(home.folder, 'blueprints', 'automation', 'harmoniq');
  mkdirSync(folder, { recursive: true });
  cpSync(shipped, folder, { recursive: true });
  appendFileSync(join(home.folder, 'configuration.yaml'), houseYaml);
  await home.restart();
};

/** Makes an automation from a blueprint as the editor does, and waits until it is on. */
export const createAutomation = async (
  home: RealHomeAssistant,
  id: string,
  blueprint: string,
  input: Readonly<Record<string, unknown>>,
): Promise<void> => {
  await home.post(`/api/config/automation/config/${id}`, {
    alias: id,
    use_blueprint: { path: `harmoniq/${blueprint}.yaml`, input },
  });
  await until(
    `the automation ${id}`,
    () => home.getState(`automation.${id}`),
    (state) => state?.state === 'on',
  );
};
