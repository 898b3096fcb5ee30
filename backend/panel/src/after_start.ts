// What nothing that is seen at first needs: fetched once the panel has been drawn.
import { learnErrors } from "./texts/errors";
import { laterErrorsEn, laterErrorsRu } from "./texts/later_error_words";
import { refuseDroppedFiles } from "./views/drops/use_dropped_files";

learnErrors(laterErrorsRu, laterErrorsEn);
// Without it a browser does with a dropped file what it does anywhere.
refuseDroppedFiles(window);
