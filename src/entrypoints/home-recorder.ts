import type { Component } from '../lib/lifecycle.ts';
import { isFlow } from '../core/flow/flow-recipe.ts';
import { clearHomeRecord, recordRenewalMs, saveHomeRecord } from '../operations/home-record.ts';
import type { House } from '../operations/house.ts';

/** Keeps what the home says written down while the service lives, so that commands beside it see the same. */
export const createHomeRecorder = (house: House): Component => {
  const { library, home, clock, events } = house;
  const flows = house.recipes.filter((recipe) => recipe.enabled && isFlow(recipe));
  const endings: (() => void)[] = [];
  const save = (): void => saveHomeRecord(library, home, flows, clock.now());
  return {
    name: 'home recorder',
    async start() {
      if (home.connected === undefined || flows.length === 0) return;
      save();
      const renewal = setInterval(save, recordRenewalMs);
      endings.push(
        events.on('home-changed', save),
        () => clearInterval(renewal),
        () => clearHomeRecord(library),
      );
    },
    async stop() {
      for (const end of endings.splice(0)) end();
    },
  };
};
