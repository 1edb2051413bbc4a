import { quietHome, type HomeReasons, type HomeVerdict } from '../../src/core/flow/decision.ts';
import type { Home } from '../../src/operations/house.ts';

/** Why a home says what it says, where it says it. */
export const becauseOf = (reasons: Partial<HomeReasons>): HomeReasons => ({ ...quietHome.because, ...reasons });

/** A home that says what the test tells it to. */
export interface FakeHome extends Home {
  connected: boolean | undefined;
  awaited: boolean;
  verdict: HomeVerdict;
  missingEntities: readonly string[];
  place: Home['place'];
}

export const createFakeHome = (verdict: Partial<HomeVerdict> = {}): FakeHome => {
  const home: FakeHome = {
    connected: undefined,
    awaited: false,
    verdict: { ...quietHome, ...verdict },
    missingEntities: [],
    place: undefined,
    judge: () => home.verdict,
  };
  return home;
};
