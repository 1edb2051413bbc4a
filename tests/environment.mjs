import vm from 'node:vm';
import { TestEnvironment as NodeEnvironment } from 'jest-environment-node';

/**
 * Jest's environment for Node, with a global object of its own. Usually a proxy watches over the global object, and every `Math`, `Map` or `Number` of a
 * module is looked up through it: code that counts takes three to five times as long.
 */
export default class PlainEnvironment extends NodeEnvironment {
  constructor(config, context) {
    const { createContext } = vm;
    let isPlain = false;
    vm.createContext = () => {
      isPlain = true;
      return createContext(vm.constants.DONT_CONTEXTIFY);
    };
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
    if (!isPlain)
      throw new Error(
        'jest-environment-node makes its context in another way now: tests/environment.mjs has to follow.',
      );
  }
}
