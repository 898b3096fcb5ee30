import{m67_ru as o}from"./panel-014b47b365.js";export{o as a};
