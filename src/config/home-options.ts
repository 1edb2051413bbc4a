import { homeRulesOption } from './home-rule-options.ts';
import { flag, hassAddress, option, text } from './option-types.ts';

const group = 'Home Assistant';

/** Options of the link to Home Assistant's WebSocket. */
export const homeOptions = {
  hassUrl: option(hassAddress.optional(), {
    group,
    defaultText: 'the Home Assistant that runs the add-on',
    description: 'Address of Home Assistant, e.g. http://192.168.1.10:8123',
  }),
  hassToken: option(text.optional(), {
    group,
    secret: true,
    description: 'Long-lived access token of Home Assistant; the add-on needs none',
  }),
  homeRules: option(homeRulesOption.default([]), {
    group,
    addon: true,
    only: 'file',
    kind: 'rich list',
    description: 'What the state of the home asks of the flows',
  }),
  homeCommands: option(flag.default(true), {
    group,
    addon: true,
    description: 'Obey events called harmoniq_command on the bus of Home Assistant',
  }),
};
