export const minuteMs = 60_000;
/** A day by UTC; by the wall clock some are an hour shorter or longer. */
export const dayMs = 86_400_000;
