// The words of the dialog that shows a picture large. No part of the first load.

export const picturesRu = {
  place: (number: number, count: number) => `${number} из\u00a0${count}`,
  previous: "Предыдущее изображение",
  next: "Следующее изображение",
  nearer: "Увеличить",
  farther: "Уменьшить",
  whole: "Показать целиком",
  download: "Скачать",
  close: "Закрыть",
  failed: "Изображение не\u00a0открылось: нет связи, или\u00a0его уже удалили. Закройте и\u00a0откройте ещё раз.",
};

export const picturesEn: typeof picturesRu = {
  place: (number, count) => `${number} of\u00a0${count}`,
  previous: "Previous picture",
  next: "Next picture",
  nearer: "Zoom in",
  farther: "Zoom out",
  whole: "Show all of it",
  download: "Download",
  close: "Close",
  failed: "The picture did not open: there is no connection, or it has been deleted. Close it and open it again.",
};
