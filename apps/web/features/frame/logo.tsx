import classes from './logo.module.css';

const wheel =
  'M18.96 14.72L26.16 17.71M26.89 15.95L25.44 19.46M17.22 16.46L20.21 23.66M21.96 22.94L18.45 24.39M14.78 16.46L11.79 23.66M13.55 24.39L10.04 22.94M13.04 14.72L5.84 17.71M6.56 19.46L5.11 15.95M13.04 12.28L5.84 9.29M5.11 11.05L6.56 7.54M14.78 10.54L11.79 3.34M10.04 4.06L13.55 2.61M17.22 10.54L20.21 3.34M18.45 2.61L21.96 4.06M18.96 12.28L26.16 9.29M25.44 7.54L26.89 11.05';

/** The mark, a mill wheel over its stream, and the name. */
export function Logo() {
  return (
    <span className={classes.logo}>
      <svg className={classes.mark} viewBox="0 0 32 32" fill="none" strokeLinecap="round" aria-hidden="true">
        <g className={classes.wheel} stroke="currentColor" strokeWidth="2">
          <path d={wheel} />
          <circle cx="16" cy="13.5" r="7.4" />
        </g>
        <path
          className={classes.stream}
          d="M1.5 29c3.600-3.400 7.200-3.400 9.700-1.400s6 2.200 9.400 0 6.600-2 9.900 1.400"
          strokeWidth="2.6"
        />
      </svg>
      <span className={classes.name}>millrace</span>
    </span>
  );
}
