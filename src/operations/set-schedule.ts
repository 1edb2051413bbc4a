import { z } from 'zod';
import { yesOrNo } from './inputs.ts';
import { defineOperation } from './operation.ts';
import { isScheduleEnabled, saveScheduleEnabled } from './schedule-settings.ts';

export const setSchedule = defineOperation({
  name: 'set-schedule',
  summary: 'Turns the automatic refresh on or off; survives a restart',
  input: z.strictObject({ enabled: yesOrNo }),
  mutates: true,
  run: async (house, { enabled }): Promise<{ readonly enabled: boolean; readonly changed: boolean }> => {
    const changed = isScheduleEnabled(house.library) !== enabled;
    if (changed) {
      saveScheduleEnabled(house.library, enabled);
      house.events.emit('schedule-changed', { enabled });
      house.logger.info({ enabled }, 'Schedule switched');
    }
    return { enabled, changed };
  },
});
