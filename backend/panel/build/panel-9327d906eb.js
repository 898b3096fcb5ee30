import{m67_ru as o}from"./panel-3dc6d8689a.js";export{o as a};
