import{m68_ru as o}from"./panel-4b3f2c8c5a.js";export{o as a};
