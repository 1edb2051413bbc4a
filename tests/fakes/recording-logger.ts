import { createLogger, type Logger } from '../../src/lib/logger.ts';

/** A logger that says everything, and what it said, a parsed line each. */
export const createRecordingLogger = (): { readonly logger: Logger; readonly lines: Record<string, unknown>[] } => {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({
    level: 'debug',
    format: 'json',
    secrets: [],
    destination: { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) },
  });
  return { logger, lines };
};
