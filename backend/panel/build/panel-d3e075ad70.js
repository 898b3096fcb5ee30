import{m68_ru as o}from"./panel-e36b937271.js";export{o as a};
