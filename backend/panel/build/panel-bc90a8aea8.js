import{m67_ru as o}from"./panel-6466cb64e5.js";export{o as a};
