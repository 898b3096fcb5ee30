// The words of «Как вас видят посетители»: fetched with it.
export const faceRu = {
  title: "Как вас видят посетители",
  upload: "Загрузить фото",
  replace: "Заменить",
  remove: "Убрать фото",
  pictureHint:
    "JPEG, PNG или\u00a0WebP. Станет квадратом 96\u00a0на\u00a096, сведения о\u00a0съёмке не\u00a0сохраняются.",
  name: "Имя для\u00a0посетителей",
  nameHint: (name: string) => `Пусто: посетители видят «${name}», как и\u00a0коллеги.`,
  badName: "Имя\u00a0— одна строка, до\u00a060\u00a0знаков.",
  notAPicture:
    "Это не\u00a0картинка, которую можно прочесть, или она слишком велика. Подойдёт JPEG, PNG или\u00a0WebP.",
  saved: "Сохранено.",
};

export const faceEn: typeof faceRu = {
  title: "How visitors see you",
  upload: "Upload a photo",
  replace: "Replace",
  remove: "Remove the photo",
  pictureHint: "JPEG, PNG or WebP. Becomes a square of 96\u00a0by\u00a096; what the camera wrote into it is not kept.",
  name: "Name for visitors",
  nameHint: (name) => `Empty: visitors see ${name}, as colleagues do.`,
  badName: "The name is one line of up to 60\u00a0characters.",
  notAPicture: "This is no picture that can be read, or it is too large. A JPEG, PNG or WebP will do.",
  saved: "Saved.",
};
