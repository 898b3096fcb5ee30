import{m68_ru as o}from"./panel-bb6186186e.js";export{o as a};
