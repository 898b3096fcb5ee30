import{m68_ru as o}from"./panel-f49d41503c.js";export{o as a};
