import{m68_ru as o}from"./panel-93ebbe23a5.js";export{o as a};
