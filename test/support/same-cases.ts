/**
 * Properties are tried on the same cases in every run, so that a run says something of the change and
 * nothing of luck. CASES=new tries others, as one does now and then on purpose.
 */
import fc from "fast-check";

if (process.env.CASES !== "new") fc.configureGlobal({ seed: 20_261_001 });
