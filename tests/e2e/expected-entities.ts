import type { RegistryEntry } from './real-home-assistant.ts';

/** entity id → [name without the device's, category] */
export const houseEntities = {
  'button.harmoniq_regenerate_all': ['Regenerate all', null],
  'button.harmoniq_sync_library': ['Sync library', null],
  'switch.harmoniq_schedule': ['Schedule', 'config'],
  'sensor.harmoniq_last_run': ['Last run', null],
  'sensor.harmoniq_last_result': ['Last result', null],
  'sensor.harmoniq_missing_tracks': ['Missing tracks', null],
  'sensor.harmoniq_library_tracks': ['Library tracks', 'diagnostic'],
  'binary_sensor.harmoniq_running': ['Running', null],
  'binary_sensor.harmoniq_problem': ['Problem', 'diagnostic'],
  'binary_sensor.harmoniq_plex_connection': ['Plex connection', 'diagnostic'],
  'event.harmoniq_run_finished': ['Run finished', null],
} as const;
export const chartsEntities = {
  'button.harmoniq_regenerate_lastfm_charts': ['Regenerate Last.fm Charts', null],
  'sensor.harmoniq_lastfm_charts_tracks': ['Last.fm Charts tracks', null],
  'sensor.harmoniq_lastfm_charts_last_run': ['Last.fm Charts last run', 'diagnostic'],
} as const;
export const recsEntities = {
  'button.harmoniq_regenerate_lastfm_recs': ['Regenerate Last.fm Recommendations', null],
  'sensor.harmoniq_lastfm_recs_tracks': ['Last.fm Recommendations tracks', null],
  'sensor.harmoniq_lastfm_recs_last_run': ['Last.fm Recommendations last run', 'diagnostic'],
} as const;
export const flowEntities = {
  'button.harmoniq_regenerate_daily_flow': ['Regenerate Daily Flow', null],
  'sensor.harmoniq_daily_flow_tracks': ['Daily Flow tracks', null],
  'sensor.harmoniq_daily_flow_last_run': ['Daily Flow last run', 'diagnostic'],
  'select.harmoniq_flow_window': ['Flow window', null],
  'number.harmoniq_flow_size': ['Flow size', 'config'],
  'number.harmoniq_flow_familiarity': ['Flow familiarity', 'config'],
  'switch.harmoniq_follow_the_home': ['Follow the home', 'config'],
  'sensor.harmoniq_active_window': ['Active window', null],
  'sensor.harmoniq_next_change': ['Next change', null],
  'sensor.harmoniq_why': ['Why', null],
  'sensor.harmoniq_last_action': ['Last action', null],
  'button.harmoniq_refresh_flow': ['Refresh flow', null],
  'button.harmoniq_more_like_this': ['More like this', null],
  'button.harmoniq_not_today': ['Not today', null],
  'button.harmoniq_undo_flow': ['Undo flow', null],
  'image.harmoniq_flow_cover': ['Flow cover', null],
} as const;
export const awkwardName = 'Harmoniq’s "best" {{ 1 + 1 }} 🎧\u0007\n𝄞 <b>';
export const awkwardEntities = {
  'button.harmoniq_regenerate_awkward': ['Regenerate Harmoniq’s "best" {{ 1 + 1 }} 🎧 𝄞 <b>', null],
  'sensor.harmoniq_awkward_tracks': ['Playlist Harmoniq’s "best" {{ 1 + 1 }} 🎧 𝄞 <b> tracks', null],
  'sensor.harmoniq_awkward_last_run': ['Playlist Harmoniq’s "best" {{ 1 + 1 }} 🎧 𝄞 <b> last run', 'diagnostic'],
} as const;

/** The registry in the form of the tables above. */
export const describeEntries = (entries: readonly RegistryEntry[]) =>
  Object.fromEntries(entries.map((entry) => [entry.entity_id, [entry.original_name, entry.entity_category]]));
