import{m68_ru as o}from"./panel-2516739aea.js";export{o as a};
