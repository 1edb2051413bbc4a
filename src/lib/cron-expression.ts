/**
 * Has it the form of a cron expression: five or six fields, or `@daily` and the like? node-schedule itself fills up missing fields at will and takes a
 * date for an expression; whether the fields make sense is left to it.
 */
export const looksLikeCron = (expression: string): boolean =>
  /^(@\w+|\S+(\s+\S+){4,5})$/.test(expression.trim()) && !/^\d{4}-\d{2}/.test(expression.trim());
