import classes from './logo.module.css';

/** Slanted blades and a cross of spokes; the rim is a circle. */
const wheel =
  'M23.06 14.43L25.44 19.74M19.98 19L17.91 24.44M14.57 20.06L9.26 22.44M10 16.98L4.56 14.91M8.94 11.57L6.56 6.26M12.02 7L14.09 1.56M17.43 5.94L22.74 3.56M22 9.02L27.44 11.09M16 13L20.95 17.95M16 13L11.05 17.95M16 13L11.05 8.05M16 13L20.95 8.05';

/** The mark, a mill wheel over its stream, and the name. */
export function Logo() {
  return (
    <span className={classes.logo}>
      <svg className={classes.mark} viewBox="0 0 32 32" fill="none" strokeLinecap="round" aria-hidden="true">
        <g className={classes.wheel} stroke="currentColor" strokeWidth="2.2">
          <path d={wheel} />
          <circle cx="16" cy="13" r="7.2" />
        </g>
        <path
          className={classes.stream}
          d="M1.5 28.6c3.2-3 6.4-3 9.6-.8s6.6 2.2 9.8 0 6.4-2.2 9.6.8"
          strokeWidth="2.6"
        />
      </svg>
      <span className={classes.name}>millrace</span>
    </span>
  );
}
