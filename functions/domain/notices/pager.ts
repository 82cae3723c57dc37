/** The pager port: reaches the editors by a way that does not depend on the mailer (an SNS topic). */

/** Plain text without an address or a token. `subject`: ASCII of one line, fewer than 100 characters. */
export type EditorPage = { subject: string; text: string };

export type Pager = {
  /** Throws `unavailable`. The same page may arrive twice. */
  page(page: EditorPage): Promise<void>;
};

/** SNS takes fewer than 100 characters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const MAX_SUBJECT_LENGTH = 99;

export const formatPageSubject = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
    .slice(0, MAX_SUBJECT_LENGTH);

/** Masks addresses and links: a mail server's answer may quote an address, and a link holds a token. */
export const maskPersons = (text: string): string =>
  text
    .replaceAll(/https?:\/\/\S+/g, '…')
    .replaceAll(/(?<![^\s<>:;"',()])[^\s<>:;"',()]+@[^\s<>:;"',()]+/g, '…');

/** Commands in backticks that work on a stage. A verb without arguments only names a command, and is left alone. */
const STAGE_COMMAND = /`((?:cancel|pause|plan|report|resume|send|status|subscribers|withdraw) [^`]+)`/g;

/** Adds `--stage` to the commands in backticks. `stage`: undefined for this machine, where the text stays. */
export const addStageToCommands = (text: string, stage: string | undefined): string =>
  stage === undefined
    ? text
    : text.replaceAll(STAGE_COMMAND, (_, command: string) => `\`${addStageToCommand(command, stage)}\``);

export const addStageToCommand = (command: string, stage: string | undefined): string =>
  stage === undefined || /(^| )--stage\b/.test(command) ? command : `${command} --stage ${stage}`;
