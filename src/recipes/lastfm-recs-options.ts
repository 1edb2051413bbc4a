import { z } from 'zod';

const recsOptions = z.object({
  user: z.string(),
  period: z.enum(['overall', '7day', '1month', '3month', '6month', '12month']),
  station: z.boolean(),
});

/** The kind's own settings, as `configure` wrote them. */
export const readRecsOptions = (options: Readonly<Record<string, unknown>>): z.output<typeof recsOptions> =>
  recsOptions.parse(options);
