import { createMemoryIndex } from '../../../src/core/match/memory-index.ts';
import { describeLibraryIndex } from '../../contracts/library-index.contract.ts';

describeLibraryIndex('The memory index', createMemoryIndex);
