import{m68_ru as o}from"./panel-0fb6090c3f.js";export{o as a};
