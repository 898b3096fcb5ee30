import{m68_ru as o}from"./panel-36c49e5a76.js";export{o as a};
