/** The site's name, for the frame of every page. */
import { createContext } from "preact";

export const SiteName = createContext("Earnest");
