import{m68_ru as o}from"./panel-c33da90c6e.js";export{o as a};
