import{m68_ru as o}from"./panel-3aec7eb9e8.js";export{o as a};
