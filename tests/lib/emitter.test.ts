import { describe, expect, test } from '@jest/globals';
import { createEmitter } from '../../src/lib/emitter.ts';

interface Events {
  readonly rain: { readonly mm: number };
  readonly snow: { readonly cm: number };
}

describe('createEmitter', () => {
  test('calls the listeners of that name in their order, each subscription once', () => {
    const emitter = createEmitter<Events>(() => undefined);
    const heard: string[] = [];
    const listen = ({ mm }: Events['rain']): void => void heard.push(`a${mm}`);
    emitter.on('rain', listen);
    const end = emitter.on('rain', listen);
    emitter.on('snow', () => heard.push('snow'));
    emitter.emit('rain', { mm: 1 });
    end();
    end();
    emitter.emit('rain', { mm: 2 });
    expect(heard).toEqual(['a1', 'a1', 'a2']);
  });

  test('a listener that throws is reported and disturbs nobody', () => {
    const failures: unknown[] = [];
    const emitter = createEmitter<Events>((error, name) => failures.push([name, error]));
    const heard: number[] = [];
    emitter.on('rain', () => {
      throw new Error('wet');
    });
    emitter.on('rain', ({ mm }) => heard.push(mm));
    emitter.emit('rain', { mm: 3 });
    expect(heard).toEqual([3]);
    expect(failures).toEqual([['rain', new Error('wet')]]);
  });

  test('who subscribes or leaves during an event is heard from the next one on', () => {
    const emitter = createEmitter<Events>(() => undefined);
    const heard: string[] = [];
    const end = emitter.on('snow', () => {
      heard.push('first');
      end();
      emitter.on('snow', () => heard.push('late'));
    });
    emitter.emit('snow', { cm: 1 });
    emitter.emit('snow', { cm: 1 });
    expect(heard).toEqual(['first', 'late']);
  });
});
