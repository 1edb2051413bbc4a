import { Argument, type Command } from 'commander';
import { errorTable } from '../../../lib/errors.ts';
import { readVersion } from '../../../lib/version.ts';
import { examineWithoutHouse, toReport, type DoctorReport } from '../../../operations/doctor.ts';
import type { Act } from '../command.ts';
import { renderDoctor } from '../render-doctor.ts';
import type { Session } from '../session.ts';

/** Looking after the installation. */
export const addServiceCommands = (program: Command, act: Act): void => {
  act<object>(
    program
      .command('doctor')
      .description('look at configuration, storage, Plex, Last.fm and MQTT; says what to do about what it finds')
      .addHelpText('after', '\nThe exit code is that of the first thing that failed; warnings do not count.'),
    async (session) => {
      const report = await examine(session);
      session.ui.show(report, () => renderDoctor(session.ui, report), session.zone());
      const failed = report.checks.find((check) => check.state === 'fail');
      return failed === undefined ? 0 : errorTable[failed.code ?? 'internal'].exitCode;
    },
  );
  act<object>(
    program
      .command('schedule')
      .description('switch the automatic refresh on or off; survives a restart')
      .addArgument(new Argument('<state>', 'on or off').choices(['on', 'off'])),
    async (session, [state]) => {
      const result = await session.call('set-schedule', { enabled: state });
      session.ui.show(result, () => `The schedule is ${state}.`, session.zone());
    },
  );
  addMqttCommand(program, act);
  addBackupCommands(program, act);
  act<object>(program.command('version').description('the version of Harmoniq and of Node'), async (session) => {
    const versions = { harmoniq: readVersion(), node: process.versions.node };
    session.ui.show(versions, ({ harmoniq, node }) => `Harmoniq ${harmoniq} (Node ${node})`, session.zone());
  });
};

/** A doctor is called when things are broken: configuration and database may be among them. */
const examine = async (session: Session): Promise<DoctorReport> => {
  const { problems } = session.checkConfig();
  if (problems.length > 0)
    return toReport(
      problems.map((problem) => ({
        name: 'Configuration',
        state: 'fail',
        found: problem.message,
        advice: 'Correct it and ask again; "harmoniq config show" prints what is set where.',
        code: 'config-invalid',
      })),
    );
  const { config } = session.loadConfig();
  try {
    await session.openHouse();
  } catch (error) {
    return examineWithoutHouse(config, error, session.createLogger(config), session.signal);
  }
  return (await session.call('doctor')) as DoctorReport;
};

const addMqttCommand = (program: Command, act: Act): void => {
  const group = program.command('mqtt').description("Harmoniq's device in Home Assistant");
  act<object>(
    group.command('clear').description('take the device and all its entities out of Home Assistant'),
    async (session) => {
      const { config } = session.loadConfig();
      const cleared = await session.parts.clearMqtt(config, session.createLogger(config), session.signal);
      session.ui.show(
        cleared,
        ({ broker, clearedTopics, serviceOnline }) =>
          [
            clearedTopics.length === 0
              ? `There was nothing of Harmoniq on ${broker}.`
              : `Took ${clearedTopics.length} topics off ${broker}; the device is gone.`,
            ...(serviceOnline
              ? ['The service is running and will announce itself again at its next start: stop it first.']
              : []),
          ].join('\n'),
        session.zone(),
      );
    },
  );
};

const addBackupCommands = (program: Command, act: Act): void => {
  const group = program.command('backup').description('hooks for the backup of Home Assistant and for your own');
  act<object>(group.command('prepare').description('write a whole copy of the database beside it'), async (session) => {
    const result = (await session.call('backup-prepare')) as { readonly path: string };
    session.ui.show(result, ({ path }) => `The copy lies at ${path}.`, session.zone());
  });
  act<object>(group.command('finish').description('remove that copy again'), async (session) => {
    const result = (await session.call('backup-finish')) as { readonly removed: boolean };
    session.ui.show(result, ({ removed }) => (removed ? 'The copy is removed.' : 'There was no copy.'), session.zone());
  });
};
